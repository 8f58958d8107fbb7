import { ComponentHarness, type TestElement } from '@angular/cdk/testing';
import { MatButtonHarness } from '@angular/material/button/testing';

/** Log lines, as they are read. */
export class LogTableHarness extends ComponentHarness {
  static readonly hostSelector = 'us-log-table';

  private readonly region = this.locatorFor('[aria-label="Log lines"]');
  private readonly newLines = this.locatorForOptional(MatButtonHarness);

  /** The text of a column, from the top. */
  async column(name: 'time' | 'level' | 'logger' | 'message'): Promise<string[]> {
    return texts(await this.locatorForAll(`td.${name}`)());
  }

  async days(): Promise<string[]> {
    return texts(await this.locatorForAll('tr.day')());
  }

  async text(): Promise<string> {
    return (await this.region()).text();
  }

  /** `null`: nothing waits. */
  async waiting(): Promise<string | null> {
    return (await this.newLines())?.getText() ?? null;
  }

  async showNew(): Promise<void> {
    await (await this.newLines())?.click();
  }

  async pressStackTrace(): Promise<void> {
    await (await this.locatorFor('summary')()).click();
  }

  async stackTrace(): Promise<string> {
    return (await this.locatorFor('details[open] pre')()).text();
  }

  async utcOfFirst(): Promise<string | null> {
    return (await this.locatorFor('time')()).getAttribute('title');
  }
}

function texts(elements: TestElement[]): Promise<string[]> {
  return Promise.all(elements.map((element) => element.text()));
}
