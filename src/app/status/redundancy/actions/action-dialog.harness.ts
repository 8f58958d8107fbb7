import { MatButtonHarness } from '@angular/material/button/testing';
import { MatDialogHarness } from '@angular/material/dialog/testing';
import { MatInputHarness, MatNativeSelectHarness } from '@angular/material/input/testing';

/** The dialog of an action, as a person reads and uses it. */
export class ActionDialogHarness extends MatDialogHarness {
  static override readonly hostSelector = 'mat-dialog-container:has(us-action-dialog)';

  async type(text: string): Promise<void> {
    await (await this.getHarness(MatInputHarness)).setValue(text);
  }

  async choose(length: string): Promise<void> {
    await (await this.getHarness(MatNativeSelectHarness)).selectOptions({ text: length });
  }

  async canConfirm(): Promise<boolean> {
    return !(await (await this.confirmation()).isDisabled());
  }

  async confirm(): Promise<void> {
    await (await this.confirmation()).click();
  }

  async cancel(): Promise<void> {
    await (await this.getHarness(MatButtonHarness.with({ text: 'Cancel' }))).click();
  }

  private async confirmation(): Promise<MatButtonHarness> {
    const buttons = await this.getAllHarnesses(MatButtonHarness);
    const last = buttons.at(-1);
    if (last === undefined) throw new Error('The dialog has no buttons');
    return last;
  }
}
