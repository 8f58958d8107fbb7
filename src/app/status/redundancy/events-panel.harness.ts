import { ComponentHarness, type TestElement } from '@angular/cdk/testing';
import { MatButtonHarness } from '@angular/material/button/testing';

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

  async showNew(): Promise<void> {
    await (await this.newEvents())?.click();
  }
}

function texts(elements: TestElement[]): Promise<string[]> {
  return Promise.all(elements.map((element) => element.text()));
}
