import { ComponentHarness, type TestElement } from '@angular/cdk/testing';

/** The tables of what goes from node to node, as a person reads them. */
export class ProvidersPanelHarness extends ComponentHarness {
  static readonly hostSelector = 'us-providers-panel';

  async titles(): Promise<string[]> {
    return texts(await this.locatorForAll('h3')());
  }

  async columns(title: string): Promise<string[]> {
    return texts(await this.locatorForAll(`[aria-label="${title}"] thead th`)());
  }

  /** The cells of a provider by the headings above them; what has an icon ends in `(!)`. */
  async row(title: string, provider: string): Promise<Record<string, string>> {
    const rows = await this.locatorForAll(`[aria-label="${title}"] tr.provider`)();
    const names = await texts(await this.locatorForAll(`[aria-label="${title}"] tr.provider th`)());
    const id = await rows[names.indexOf(provider)]?.getAttribute('data-provider');
    const cells = await this.locatorForAll(`[aria-label="${title}"] tr[data-provider="${id}"] td`)();
    const [, ...labels] = await this.columns(title);
    const values = await Promise.all(cells.map(textWithMark));
    return Object.fromEntries(labels.map((label, at) => [label, values[at] ?? '']));
  }

  /** The headings of the cells of the first provider that take room. */
  async shownColumns(title: string): Promise<string[]> {
    const cells = await this.locatorForAll(`[aria-label="${title}"] tr.provider:nth-child(2) td`)();
    const shown = await Promise.all(cells.map(async (each) => (await each.getCssValue('display')) !== 'none'));
    const labels = (await this.columns(title)).slice(1);
    return labels.filter((_label, at) => shown[at]);
  }

  /** What is said above the rows that belong together. */
  async groups(title: string): Promise<string[]> {
    return texts(await this.locatorForAll(`[aria-label="${title}"] tr.group th`)());
  }

  /** Who points at a cell reads this. */
  async hover(title: string, column: string): Promise<string | null> {
    return (await this.locatorFor(`[aria-label="${title}"] td[data-label="${column}"]`)()).getAttribute('title');
  }

  async alignment(title: string, column: string): Promise<string> {
    const found = await this.locatorFor(`[aria-label="${title}"] td[data-label="${column}"]`)();
    return found.getCssValue('text-align');
  }

  /** What is said under the title of a table. */
  async saidOf(title: string): Promise<string[]> {
    return texts(await this.locatorForAll(`[aria-label="${title}"] caption p`)());
  }

  async isGrey(title: string): Promise<boolean> {
    return (await this.locatorFor(`[aria-label="${title}"]`)()).hasClass('aged');
  }

  async notes(): Promise<string[]> {
    return texts(await this.locatorForAll('.note')());
  }
}

async function textWithMark(element: TestElement): Promise<string> {
  const text = await element.text();
  return (await element.hasClass('attention')) ? `${text} (!)` : text;
}

function texts(elements: TestElement[]): Promise<string[]> {
  return Promise.all(elements.map((element) => element.text()));
}
