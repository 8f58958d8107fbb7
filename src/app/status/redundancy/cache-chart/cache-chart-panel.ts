import { NgComponentOutlet } from '@angular/common';
import { Component, computed, input, linkedSignal, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatSlider, MatSliderRangeThumb } from '@angular/material/slider';
import { Icon } from '../../../ui/icon.ts';
import { momentInWords } from '../../../ui/moment.ts';
import type { Drawing } from './cache-chart-drawing.ts';
import { rangeOf, type ChartRange, type SliderView } from './cache-chart-range.ts';
import { presetButtons, type CacheChartView } from './cache-chart-view.ts';

/** How much the Master keeps on disk for the Backup, over the time that its reader chooses. */
@Component({
  selector: 'us-cache-chart-panel',
  imports: [Icon, MatButton, MatSlider, MatSliderRangeThumb, NgComponentOutlet],
  templateUrl: './cache-chart-panel.html',
  styleUrls: ['../../../ui/panel.css', './cache-chart-panel.css'],
})
export class CacheChartPanel {
  readonly view = input.required<CacheChartView>();
  /** `null`: not loaded yet. */
  readonly drawing = input<Drawing | null>(null);
  readonly rangeChosen = output<ChartRange>();

  protected readonly presets = computed(() => presetButtons(this.view().range));
  protected readonly inputs = computed(() => ({ drawn: this.view().drawn, summary: this.view().summary }));
  private readonly moving = signal(false);
  /** Stands still while a thumb is held. */
  protected readonly slider = linkedSignal<SliderView | null, SliderView | null>({
    source: () => this.view().slider,
    computation: (next, before) => (this.moving() ? (before?.value ?? next) : next),
  });
  protected readonly words = computed(() => {
    const slider = this.slider();
    if (slider === null) return null;
    const { start, end, max } = slider;
    return { from: momentInWords(start, max), to: end >= max ? 'now' : momentInWords(end, max) };
  });
  protected readonly inWords = (at: number): string => {
    const max = this.slider()?.max ?? at;
    return at >= max ? 'now' : momentInWords(at, max);
  };

  protected hold(): void {
    this.moving.set(true);
  }

  protected choose(start: number, end: number): void {
    const slider = this.slider();
    this.moving.set(false);
    if (slider !== null) this.rangeChosen.emit(rangeOf(slider, start, end));
  }
}
