import { ComponentHarness } from '@angular/cdk/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatCheckboxHarness } from '@angular/material/checkbox/testing';
import { MatFormFieldHarness } from '@angular/material/form-field/testing';
import { MatInputHarness, MatNativeSelectHarness } from '@angular/material/input/testing';

/** A node's card, by what a person sees and does. */
export class SettingsCardHarness extends ComponentHarness {
  static readonly hostSelector = 'us-settings-card';

  async type(label: string, text: string): Promise<void> {
    const input = await this.input(label);
    await input.setValue(text);
    await input.blur();
  }

  async choose(label: string, option: string): Promise<void> {
    const select = await (await this.field(label)).getControl(MatNativeSelectHarness);
    await select?.selectOptions({ text: option });
    // A person's choice is heard as both events.
    await (await select?.host())?.dispatchEvent('input');
  }

  async toggle(label: string): Promise<void> {
    await (await this.locatorFor(MatCheckboxHarness.with({ label }))()).toggle();
  }

  async valueAt(label: string): Promise<string> {
    return (await this.input(label)).getValue();
  }

  /** What stands in place of a field that the other node decides. */
  async decidedAt(label: string): Promise<string> {
    const shown = await this.locatorForAll('.decided')();
    const texts = await Promise.all(shown.map((element) => element.text()));
    return (
      texts
        .find((text) => text.startsWith(label))
        ?.slice(label.length)
        .trim() ?? ''
    );
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
    return this.describedBy(await (await (await this.input(label)).host()).getAttribute('aria-describedby'));
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
    return (await (await this.host()).text()).replace(/\s+/g, ' ');
  }

  private button(text: string): Promise<MatButtonHarness> {
    return this.locatorFor(MatButtonHarness.with({ text }))();
  }

  private input(label: string): Promise<MatInputHarness> {
    return this.locatorFor(MatInputHarness.with({ label }))();
  }

  private field(floatingLabelText: string): Promise<MatFormFieldHarness> {
    return this.locatorFor(MatFormFieldHarness.with({ floatingLabelText }))();
  }

  private async describedBy(ids: string | null): Promise<string> {
    const texts = (ids ?? '')
      .split(' ')
      .filter((id) => id !== '')
      .map(async (id) => (await this.locatorForOptional(`[id="${id}"]`)())?.text() ?? '');
    return (await Promise.all(texts)).join(' ');
  }
}
