import { ComponentHarness, parallel } from '@angular/cdk/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { ActionDialogHarness } from './actions/action-dialog.harness.ts';
import { NodePanelHarness } from './nodes/node-panel.harness.ts';

/** Status > Redundancy, as a person reads and uses it. */
export class RedundancyPageHarness extends ComponentHarness {
  static readonly hostSelector = 'us-redundancy-page';

  readonly cards = this.locatorForAll(NodePanelHarness);
  private readonly button = this.locatorFor(MatButtonHarness.with({ ancestor: 'us-actions-panel' }));

  async headings(): Promise<string[]> {
    const cards = await this.cards();
    return parallel(() => cards.map((card) => card.heading()));
  }

  async card(name: string): Promise<NodePanelHarness> {
    const cards = await this.cards();
    const headings = await parallel(() => cards.map((card) => card.heading()));
    const found = cards[headings.findIndex((heading) => heading.startsWith(name))];
    if (found === undefined) throw new Error(`There is no card of ${name} among ${headings.join(', ')}`);
    return found;
  }

  async verdict(): Promise<string> {
    return (await this.locatorFor('us-verdict-panel .word')()).text();
  }

  async title(): Promise<string> {
    return (await this.locatorFor('us-verdict-panel h2')()).text();
  }

  async text(): Promise<string> {
    return (await this.host()).text();
  }

  async action(): Promise<{ label: string; disabled: boolean; because: string }> {
    const button = await this.button();
    const because = await (await this.locatorFor('#failover-reason')()).text();
    return { label: await button.getText(), disabled: await button.isDisabled(), because };
  }

  /** The first action, unless another one is named. */
  async pressAction(label?: string): Promise<void> {
    if (label === undefined) return (await this.button()).click();
    const named = MatButtonHarness.with({ ancestor: 'us-actions-panel', text: `${label} …` });
    await (await this.locatorFor(named)()).click();
  }

  /** Why the dialog that was asked for does not open; `null`: nothing is said. */
  async missingDialog(): Promise<string | null> {
    return (await (await this.locatorForOptional('us-action-list [role=alert]')())?.text()) ?? null;
  }

  async tryDialogAgain(): Promise<void> {
    await (await this.locatorFor('us-action-list us-coming-notice button')()).click();
  }

  /** The last that was opened. */
  async openDialog(): Promise<ActionDialogHarness | null> {
    return (await this.documentRootLocatorFactory().locatorForAll(ActionDialogHarness)()).at(-1) ?? null;
  }

  async outcome(): Promise<string> {
    return (await this.locatorFor('us-actions-panel .outcome')()).text();
  }
}
