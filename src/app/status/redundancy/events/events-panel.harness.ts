import { ComponentHarness, type TestElement } from '@angular/cdk/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatInputHarness } from '@angular/material/input/testing';

/** The events of both nodes, as a person reads them. */
export class EventsPanelHarness extends ComponentHarness {
  static readonly hostSelector = 'us-events-panel';

  private readonly newEvents = this.locatorForOptional(MatButtonHarness);

  /** The text of a column, from the top. */
  async column(name: 'severity' | 'time' | 'node' | 'reason'): Promise<string[]> {
    return texts(await this.locatorForAll(`td.${name}`)());
  }

  async utcOfFirst(): Promise<string | null> {
    return (await this.locatorFor('td.time span')()).getAttribute('title');
  }

  async notes(): Promise<string[]> {
    return texts(await this.locatorForAll('.note')());
  }

  async emptyText(): Promise<string> {
    return (await this.locatorFor('.empty')()).text();
  }

  /** `null`: nothing waits. */
  async waiting(): Promise<string | null> {
    return (await this.newEvents())?.getText() ?? null;
  }

  /** How many rows are in the document. */
  async drawn(): Promise<number> {
    return (await this.locatorForAll('tr.event')()).length;
  }

  /** The first row below the heading, and how far below. */
  async topRow(): Promise<{ text: string; px: number }> {
    const heading = await (await this.locatorFor('thead th')()).getDimensions();
    for (const row of await this.locatorForAll('tr.event')()) {
      const { top, height } = await row.getDimensions();
      const px = top - heading.top - heading.height;
      if (px + height > 0) return { text: await row.text(), px };
    }
    throw new Error('No row is in view');
  }

  async chooseSeverity(value: string): Promise<void> {
    const select = await this.locatorFor('select')();
    await select.setInputValue(value);
    await select.dispatchEvent('change');
  }

  async search(text: string): Promise<void> {
    await (await this.locatorFor(MatInputHarness.with({ selector: '[type=search]' }))()).setValue(text);
  }

  async showNew(): Promise<void> {
    await (await this.newEvents())?.click();
  }
}

function texts(elements: TestElement[]): Promise<string[]> {
  return Promise.all(elements.map((element) => element.text()));
}
