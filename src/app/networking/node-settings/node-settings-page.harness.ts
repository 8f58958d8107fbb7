import { ComponentHarness } from '@angular/cdk/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { SettingsCardHarness } from '../../ui/form/settings-card.harness.ts';

export class NodeSettingsPageHarness extends ComponentHarness {
  static readonly hostSelector = 'us-node-settings-page';

  readonly card = this.locatorFor(SettingsCardHarness);
  readonly cards = this.locatorForAll(SettingsCardHarness);

  async press(text: string): Promise<void> {
    await (await this.locatorFor(MatButtonHarness.with({ text }))()).click();
  }

  /** What is said of the last load or save; `null`: nothing. */
  async notice(): Promise<string | null> {
    return (await this.locatorForOptional('[role=alert], [role=status]')())?.text() ?? null;
  }
}
