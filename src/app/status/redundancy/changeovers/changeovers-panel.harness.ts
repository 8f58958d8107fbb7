import { ComponentHarness } from '@angular/cdk/testing';

/** Who was active when, as a person reads it. */
export class ChangeoversPanelHarness extends ComponentHarness {
  static readonly hostSelector = 'us-changeovers-panel';

  /** Each row by its columns, from the top. */
  async rows(): Promise<Record<string, string>[]> {
    const rows = await this.locatorForAll('tr.changeover')();
    return Promise.all(rows.map(async (_row, at) => this.row(at + 1)));
  }

  async hover(): Promise<string | null> {
    return (await this.locatorFor('tr.changeover td')()).getAttribute('title');
  }

  async notes(): Promise<string[]> {
    return Promise.all((await this.locatorForAll('.note')()).map((note) => note.text()));
  }

  async emptyText(): Promise<string> {
    return (await this.locatorFor('.empty')()).text();
  }

  async heightPx(): Promise<number> {
    return (await (await this.host()).getDimensions()).height;
  }

  private async row(number: number): Promise<Record<string, string>> {
    const cells = await this.locatorForAll(`tr.changeover:nth-child(${number}) td`)();
    const pairs = cells.map(
      async (cell) => [(await cell.getAttribute('data-label')) ?? '', await cell.text()] as const,
    );
    return Object.fromEntries(await Promise.all(pairs));
  }
}
