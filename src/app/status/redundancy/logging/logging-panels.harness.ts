import { ComponentHarness, type TestElement } from '@angular/cdk/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatCheckboxHarness } from '@angular/material/checkbox/testing';
import { MatFormFieldHarness } from '@angular/material/form-field/testing';
import { MatNativeSelectHarness } from '@angular/material/input/testing';

/** Levels of the providers, as a person reads and sets them. */
export class LoggingLevelsHarness extends ComponentHarness {
  static readonly hostSelector = 'us-logging-levels-panel';

  async text(): Promise<string> {
    return (await this.host()).text();
  }

  /** `Tags: INFO | DEBUG, 15 min left` for A and B. */
  async rows(): Promise<string[]> {
    const rows = await this.locatorForAll('tr.provider')();
    const names = await texts(await this.locatorForAll('tr.provider th')());
    const levels = await texts(await this.locatorForAll('tr.provider td.level')());
    const each = levels.length / rows.length;
    return names.map((name, at) => `${name}: ${levels.slice(at * each, (at + 1) * each).join(' | ')}`);
  }

  async change(provider: string): Promise<void> {
    await (await this.locatorFor(`button[aria-label="Change the level of ${provider}"]`)()).click();
  }

  async choose(label: 'Minimum level' | 'On' | 'For', text: string): Promise<void> {
    const field = await this.locatorFor(MatFormFieldHarness.with({ floatingLabelText: label }))();
    await (await field.getControl(MatNativeSelectHarness))?.selectOptions({ text });
  }

  async merge(): Promise<MatCheckboxHarness> {
    return this.locatorFor(MatCheckboxHarness)();
  }

  async press(text: string): Promise<void> {
    await (await this.locatorFor(MatButtonHarness.with({ text }))()).click();
  }

  /** What came of the last order. */
  async outcome(): Promise<string[]> {
    return texts(await this.locatorForAll('.outcome p')());
  }

  async mayChange(): Promise<boolean> {
    return !(await (await this.locatorFor(MatButtonHarness.with({ text: 'Change' }))()).isDisabled());
  }
}

/** Lines of the providers, as a person reads them. */
export class LoggingLinesHarness extends ComponentHarness {
  static readonly hostSelector = 'us-logging-lines-panel';

  private readonly newLines = this.locatorForOptional(MatButtonHarness);

  /** The text of a column, from the top of what is drawn. */
  async column(name: 'logger' | 'time' | 'node' | 'level' | 'message'): Promise<string[]> {
    return texts(await this.locatorForAll(`td.${name}`)());
  }

  async text(): Promise<string> {
    return (await this.host()).text();
  }

  /** `null`: nothing waits. */
  async waiting(): Promise<string | null> {
    return (await this.newLines())?.getText() ?? null;
  }

  async showNew(): Promise<void> {
    await (await this.newLines())?.click();
  }
}

function texts(elements: TestElement[]): Promise<string[]> {
  return Promise.all(elements.map((element) => element.text()));
}
