import { ComponentHarness } from '@angular/cdk/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { SettingsCardHarness } from '../../ui/form/settings-card.harness.ts';

export class RedundancySettingsPageHarness extends ComponentHarness {
  static readonly hostSelector = 'us-redundancy-settings-page';

  readonly cards = this.locatorForAll(SettingsCardHarness);

  /** Of the Master is the first, of the Backup the second. */
  async card(at: 0 | 1): Promise<SettingsCardHarness> {
    const card = (await this.cards())[at];
    if (card === undefined) throw new Error(`There is no card ${at}`);
    return card;
  }

  async press(text: string): Promise<void> {
    await (await this.locatorFor(MatButtonHarness.with({ text }))()).click();
  }

  /** What is said of the last load or save; `null`: nothing. */
  async notice(): Promise<string | null> {
    return (await this.locatorForOptional('[role=alert], [role=status]')())?.text() ?? null;
  }
}
