import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { FakeEdge, provideFakeEdge, type FakeAnswer } from '../../gateways/fake-edge.testing.ts';
import { FakeTime } from '../../gateways/fake-time.testing.ts';
import { RuntimeListPage } from './runtime-list-page.ts';

const pages = [{ name: 'overview', title: 'Overview' }];

describe('The list of runtime pages', () => {
  it('[P1] leads to every page of every project, and says where there is none', async () => {
    const items = [
      { name: 'water-works', title: 'Water works', pages },
      { name: 'new', title: 'New plant', pages: [] },
    ];
    const { element, shown } = await setup({ body: { items } });
    expect(await shown()).toContain('New plant');
    expect(element.querySelector('a')?.getAttribute('href')).toBe('/runtime/water-works/overview');
    expect(await shown()).toContain('This project has no pages.');
  });

  it('[P1] keeps what it knows when the gateway does not answer, and says so', async () => {
    const answer: FakeAnswer = { body: { items: [{ name: 'water-works', title: 'Water works', pages }] } };
    const { shown, time } = await setup(answer);
    answer.status = 0;
    time.pass(5000);
    expect(await shown()).toMatch(/This gateway does not answer this browser\..*Water works/s);
  });

  it('[P1] says that there are no projects yet', async () => {
    const { shown } = await setup({ body: { items: [] } });
    expect(await shown()).toContain('There are no projects yet.');
  });
});

async function setup(answer: FakeAnswer) {
  const [edge, time] = [new FakeEdge(), new FakeTime()];
  edge.answer('GET /data/api/v1/runtime/projects', () => answer);
  TestBed.configureTestingModule({ providers: [provideFakeEdge(edge, time), provideRouter([])] });
  const fixture = TestBed.createComponent(RuntimeListPage);
  const element = fixture.nativeElement as HTMLElement;
  time.pass(0);
  return {
    element,
    time,
    shown: async () => {
      await fixture.whenStable();
      return element.textContent;
    },
  };
}
