import { expect, type Locator, type Page } from '@playwright/test';
import type { Pair } from './pair.ts';

export const overview = '/runtime/water-works/overview?wall=2#tank';

/** A page of the sample project, as an operator finds their way on it. */
export class OperatorPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens it at a node where nobody is signed in yet. */
  async open(origin: string, { userName, password }: Pair, where = overview): Promise<void> {
    await this.page.goto(origin + where);
    await this.page.getByLabel('Name').fill(userName);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.isLiveFrom('A');
  }

  tag(name: string): Locator {
    return this.page.getByRole('article', { name, exact: true });
  }

  field(name: string): Locator {
    return this.page.getByLabel(`New value of ${name}`);
  }

  alarm(name: string): Locator {
    return this.page.getByRole('listitem', { name });
  }

  get strip(): Locator {
    return this.page.getByRole('contentinfo');
  }

  get notice(): Locator {
    return this.page.getByRole('status');
  }

  /** The node serves the page, and the level of the tank moves. */
  async isLiveFrom(name: string): Promise<void> {
    await expect(this.strip).toContainText(new RegExp(`${name} since .*Live`, 's'));
    const before = await this.level();
    await expect.poll(() => this.level()).not.toBe(before);
  }

  level(): Promise<string> {
    return this.tag('Tank 1/Level').locator('.value').innerText();
  }

  async write(name: string, text: string): Promise<void> {
    await this.field(name).fill(text);
    await this.tag(name).getByRole('button', { name: 'Write' }).click();
  }
}
