import { ComponentHarness } from '@angular/cdk/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatCheckboxHarness } from '@angular/material/checkbox/testing';
import { MatFormFieldHarness } from '@angular/material/form-field/testing';
import { MatInputHarness } from '@angular/material/input/testing';

/** A node's card, by what a person sees and does. */
export class NodeSettingsCardHarness extends ComponentHarness {
  static readonly hostSelector = 'us-node-settings-card';

  async type(label: string, text: string): Promise<void> {
    const input = await this.input(label);
    await input.setValue(text);
    await input.blur();
  }

  async valueAt(label: string): Promise<string> {
    return (await this.input(label)).getValue();
  }

  async isDisabled(label: string): Promise<boolean> {
    return (await this.input(label)).isDisabled();
  }

  async isReadonly(label: string): Promise<boolean> {
    return (await this.input(label)).isReadonly();
  }

  async placeholderOf(label: string): Promise<string> {
    return (await this.input(label)).getPlaceholder();
  }

  /** The error at a field. */
  async errorAt(label: string): Promise<string> {
    return (await (await this.field(label)).getTextErrors()).join(' ');
  }

  /** What stands under a field, as a screen reader finds it. */
  async notesAt(label: string): Promise<string> {
    const host = await (await this.input(label)).host();
    return this.describedBy(await host.getAttribute('aria-describedby'));
  }

  async toggle(label: string): Promise<void> {
    await (await this.locatorFor(MatCheckboxHarness.with({ label }))()).toggle();
  }

  async press(text: string): Promise<void> {
    await (await this.button(text)).click();
  }

  async canPress(text: string): Promise<boolean> {
    return !(await (await this.button(text)).isDisabled());
  }

  /** What stands beside Save. */
  async saveEffects(): Promise<string> {
    return this.describedBy(await (await (await this.button('Save')).host()).getAttribute('aria-describedby'));
  }

  async text(): Promise<string> {
    return (await this.host()).text();
  }

  private button(text: string): Promise<MatButtonHarness> {
    return this.locatorFor(MatButtonHarness.with({ text }))();
  }

  private field(floatingLabelText: string): Promise<MatFormFieldHarness> {
    return this.locatorFor(MatFormFieldHarness.with({ floatingLabelText }))();
  }

  private input(label: string): Promise<MatInputHarness> {
    return this.locatorFor(MatInputHarness.with({ label }))();
  }

  private async describedBy(ids: string | null): Promise<string> {
    const texts = (ids ?? '')
      .split(' ')
      .filter((id) => id !== '')
      .map(async (id) => (await this.locatorForOptional(`[id="${id}"]`)())?.text() ?? '');
    return (await Promise.all(texts)).join(' ');
  }
}
