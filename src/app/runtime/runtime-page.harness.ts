import { ComponentHarness, parallel, type TestElement } from '@angular/cdk/testing';

/** An operator's page, as a person reads and uses it. */
export class RuntimePageHarness extends ComponentHarness {
  static readonly hostSelector = 'us-runtime-page';

  async text(): Promise<string> {
    return (await this.host()).text();
  }

  async strip(): Promise<string> {
    return (await this.locatorFor('footer')()).text();
  }

  async notice(): Promise<string | null> {
    return (await (await this.locatorForOptional('.notice span')())?.text()) ?? null;
  }

  async closeNotice(): Promise<void> {
    await (await this.locatorFor('.notice button')()).click();
  }

  async tag(name: string): Promise<string> {
    return (await this.inTag(name, '')).text();
  }

  async isGrey(name: string): Promise<boolean> {
    return (await this.inTag(name, '')).hasClass('aged');
  }

  async type(name: string, text: string): Promise<void> {
    const field = await this.inTag(name, 'input');
    await field.clear();
    await field.sendKeys(text);
  }

  async typed(name: string): Promise<string> {
    return (await this.inTag(name, 'input')).getProperty<string>('value');
  }

  async write(name: string): Promise<void> {
    await (await this.inTag(name, 'form button')).click();
  }

  async toggle(name: string): Promise<void> {
    await (await this.inTag(name, '[role=switch]')).click();
  }

  async alarms(): Promise<string[]> {
    const rows = await this.locatorForAll('us-alarm-list li .what')();
    return parallel(() => rows.map((row) => row.text()));
  }

  async comment(text: string): Promise<void> {
    await (await this.locatorFor('us-alarm-list input')()).sendKeys(text);
  }

  async acknowledge(): Promise<void> {
    await (await this.locatorFor('us-alarm-list form button')()).click();
  }

  async fields(): Promise<number> {
    return (await this.locatorForAll('input, [role=switch]')()).length;
  }

  private inTag(name: string, selector: string): Promise<TestElement> {
    return this.locatorFor(`article[aria-label="${name}"] ${selector}`)();
  }
}
