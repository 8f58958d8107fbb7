import { ComponentHarness } from '@angular/cdk/testing';
import { MatFormFieldHarness } from '@angular/material/form-field/testing';
import { MatInputHarness, MatNativeSelectHarness } from '@angular/material/input/testing';
import { LoggerLevelsHarness } from './logger-levels.harness.ts';
import { LogTableHarness } from './log-table.harness.ts';

export class LogsPageHarness extends ComponentHarness {
  static readonly hostSelector = 'us-logs-page';

  readonly table = this.locatorFor(LogTableHarness);
  readonly levels = this.locatorFor(LoggerLevelsHarness);

  /** How the lines stand: live, or as of when. */
  async state(): Promise<string> {
    return (await this.locatorFor('p[aria-live]')()).text();
  }

  async type(label: string, text: string): Promise<void> {
    await (await this.locatorFor(MatInputHarness.with({ label }))()).setValue(text);
  }

  async typed(label: string): Promise<string> {
    return (await this.locatorFor(MatInputHarness.with({ label }))()).getValue();
  }

  async choose(label: string, text: string): Promise<void> {
    await (await this.select(label)).selectOptions({ text });
  }

  async chosen(label: string): Promise<string | undefined> {
    return (await (await this.select(label)).getOptions({ isSelected: true }))[0]?.getText();
  }

  private async select(floatingLabelText: string): Promise<MatNativeSelectHarness> {
    const field = await this.locatorFor(MatFormFieldHarness.with({ floatingLabelText }))();
    const select = await field.getControl(MatNativeSelectHarness);
    if (select === null) throw new Error(`${floatingLabelText} is no select`);
    return select;
  }
}
