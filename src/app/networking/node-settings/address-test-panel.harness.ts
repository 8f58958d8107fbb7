import { ComponentHarness } from '@angular/cdk/testing';
import { MatButtonHarness } from '@angular/material/button/testing';

/** The test of a public address, by what a person sees. */
export class AddressTestPanelHarness extends ComponentHarness {
  static readonly hostSelector = 'us-address-test-panel';

  private readonly button = this.locatorFor(MatButtonHarness);
  private readonly rows = this.locatorForAll('tbody tr');
  private readonly lines = this.locatorForAll('p');
  private readonly head = this.locatorForOptional('caption');

  async start(): Promise<void> {
    await (await this.button()).click();
  }

  async canStart(): Promise<boolean> {
    return !(await (await this.button()).isDisabled());
  }

  /** What was asked and when; `null`: no result is shown. */
  async caption(): Promise<string | null> {
    return (await (await this.head())?.text()) ?? null;
  }

  /** `B: Nothing answers`. */
  async results(): Promise<string[]> {
    const names = await this.locatorForAll('tbody th')();
    const words = await this.locatorForAll('tbody td')();
    const rows = (await this.rows()).map(async (_row, at) => `${await names[at]?.text()}: ${await words[at]?.text()}`);
    return Promise.all(rows);
  }

  async advice(): Promise<string> {
    return (await Promise.all((await this.lines()).map((line) => line.text()))).join(' ');
  }

  /** Whether anything is shown as good. */
  async hasGood(): Promise<boolean> {
    return (await this.locatorForOptional('.good')()) !== null;
  }
}
