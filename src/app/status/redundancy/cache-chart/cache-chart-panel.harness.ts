import { ComponentHarness } from '@angular/cdk/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatSliderHarness } from '@angular/material/slider/testing';

/** The disk cache, as a person reads and moves it. */
export class CacheChartPanelHarness extends ComponentHarness {
  static readonly hostSelector = 'us-cache-chart-panel';

  private readonly slider = this.locatorForOptional(MatSliderHarness);

  async summary(): Promise<string> {
    return (await this.locatorFor('.summary')()).text();
  }

  async notes(): Promise<string[]> {
    return Promise.all((await this.locatorForAll('.as-of, .note')()).map((note) => note.text()));
  }

  /** What a screen reader says of each chart. */
  async charts(): Promise<(string | null)[]> {
    const charts = await this.locatorForAll('.chart')();
    return Promise.all(charts.map((chart) => chart.getAttribute('aria-label')));
  }

  /** How many lines are drawn, over all charts. */
  async lines(): Promise<number> {
    return (await this.locatorForAll('path.line')()).length;
  }

  async hasSlider(): Promise<boolean> {
    return (await this.slider()) !== null;
  }

  /** What the thumbs say: from, to. */
  async thumbs(): Promise<[string, string]> {
    const slider = await this.found();
    const texts = [await slider.getStartThumb(), await slider.getEndThumb()].map(
      async (thumb) => (await (await thumb.host()).getAttribute('aria-valuetext')) ?? '',
    );
    const [from = '', to = ''] = await Promise.all(texts);
    return [from, to];
  }

  /** Epoch ms. */
  async moveEnd(at: number): Promise<void> {
    await (await (await this.found()).getEndThumb()).setValue(at);
  }

  async choose(preset: string): Promise<void> {
    await (await this.locatorFor(MatButtonHarness.with({ text: preset }))()).click();
  }

  async pressed(): Promise<string> {
    return (await this.locatorFor('[aria-pressed="true"]')()).text();
  }

  private async found(): Promise<MatSliderHarness> {
    const slider = await this.slider();
    if (slider === null) throw new Error('There is no slider');
    return slider;
  }
}
