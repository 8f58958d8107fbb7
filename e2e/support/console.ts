import { expect, type Locator, type Page } from '@playwright/test';
import type { Gateway } from './gateway.ts';
import type { Pair } from './pair.ts';

/** The console of one gateway, as a person finds their way in it. */
export class ConsolePage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(gateway: Gateway, path = '/'): Promise<void> {
    await this.page.goto(gateway.address + path);
  }

  async signIn({ userName, password }: Pair): Promise<void> {
    await this.page.getByLabel('Name').fill(userName);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await expect(this.page.getByRole('heading', { name: 'Redundancy' })).toBeVisible();
  }

  /** The card of a node, by its name and role: `A · Master`. */
  card(heading: string): Locator {
    return this.page.getByRole('article', { name: heading });
  }

  get verdict(): Locator {
    return this.page.getByRole('region', { name: 'Verdict' });
  }

  /** The badge that is on every page. */
  get badge(): Locator {
    return this.page.getByRole('banner').getByRole('link', { name: /Protected|Running alone|Synchronising|Nobody/ });
  }

  async handOver(label: string): Promise<void> {
    await this.page.getByRole('button', { name: `${label} …` }).click();
    await this.page.getByRole('dialog').getByRole('button', { name: label }).click();
  }
}
