import { ComponentHarness } from '@angular/cdk/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatInputHarness, MatNativeSelectHarness } from '@angular/material/input/testing';
import { MatFormFieldHarness } from '@angular/material/form-field/testing';

export class LoggerLevelsHarness extends ComponentHarness {
  static readonly hostSelector = 'us-logger-levels';

  async text(): Promise<string> {
    return (await this.host()).text();
  }

  /** Each logger with its level in words. */
  async loggers(): Promise<string[]> {
    const names = await this.locatorForAll('li .name')();
    const levels = await this.locatorForAll('li .level')();
    return Promise.all(names.map(async (name, at) => `${await name.text()}: ${await levels[at]?.text()}`));
  }

  async find(text: string): Promise<void> {
    await (await this.locatorFor(MatInputHarness.with({ label: 'Find a logger' }))()).setValue(text);
  }

  async change(logger: string): Promise<void> {
    await (await this.locatorFor(`button[aria-label="Change the level of ${logger}"]`)()).click();
  }

  async choose(label: 'Level' | 'For', text: string): Promise<void> {
    const field = await this.locatorFor(MatFormFieldHarness.with({ floatingLabelText: label }))();
    await (await field.getControl(MatNativeSelectHarness))?.selectOptions({ text });
  }

  async press(text: string | RegExp): Promise<void> {
    await (await this.locatorFor(MatButtonHarness.with({ text }))()).click();
  }

  async canPress(text: string | RegExp): Promise<boolean> {
    return !(await (await this.locatorFor(MatButtonHarness.with({ text }))()).isDisabled());
  }
}
