import { projectConfig, resourceName, resourceValues } from '#contract/resources';
import * as z from 'zod/mini';
import { waterWorks } from './water-works.ts';

const namesOf = (type: string) => waterWorks.filter((each) => each.type === type).map(({ name }) => name);

describe('The sample project', () => {
  for (const { type, name, value } of waterWorks) {
    it(`has the ${type} ${name} in the form that an administrator could have saved`, () => {
      expect(z.safeParse(resourceName, name).success).toBeTrue();
      expect(z.safeParse(resourceValues[type], value).error?.issues ?? []).toEqual([]);
    });
  }

  it('shows on its pages tags that there are, and each of them once', () => {
    const { pages = [] } = z.parse(projectConfig, waterWorks.find(({ type }) => type === 'project')?.value);
    const shown = pages.flatMap(({ tags }) => tags);
    expect([...shown].sort()).toEqual(namesOf('tag').sort());
    for (const { tags, trends } of pages) expect(trends.filter((tag) => !tags.includes(tag))).toEqual([]);
  });

  it('watches for alarms on tags that it shows', () => {
    const watched = waterWorks
      .filter(({ type }) => type === 'alarm')
      .map(({ value }) => (value as { tag: string }).tag);
    expect(watched.filter((tag) => !namesOf('tag').includes(tag))).toEqual([]);
    expect(watched.length).toBe(3);
  });
});
