import { ComponentHarness } from '@angular/cdk/testing';

/** One node's card, as a person reads it. */
export class NodePanelHarness extends ComponentHarness {
  static readonly hostSelector = 'us-node-panel';

  private readonly article = this.locatorFor('article');
  private readonly labels = this.locatorForAll('dt');
  private readonly values = this.locatorForAll('dd');

  async heading(): Promise<string> {
    return (await this.locatorFor('h2')()).text();
  }

  async heard(): Promise<string> {
    return (await this.locatorFor('.heard')()).text();
  }

  async flags(): Promise<string[]> {
    return textsOf(await this.locatorForAll('us-flag')());
  }

  async blockers(): Promise<string[]> {
    return textsOf(await this.locatorForAll('.blocker')());
  }

  async trouble(): Promise<string[]> {
    return textsOf(await this.locatorForAll('.trouble')());
  }

  /** The value beside a label. */
  async value(label: string): Promise<string | undefined> {
    const at = (await textsOf(await this.labels())).indexOf(label);
    return (await textsOf(await this.values()))[at]?.replace(/\s+/g, ' ');
  }

  async allValues(): Promise<string[]> {
    return textsOf(await this.values());
  }

  async isOutlined(): Promise<boolean> {
    return !(await (await this.article()).hasClass('live'));
  }

  async openConsole(): Promise<void> {
    await (await this.locatorFor('.open')()).click();
  }
}

function textsOf(elements: { text(): Promise<string> }[]): Promise<string[]> {
  return Promise.all(elements.map((element) => element.text()));
}
