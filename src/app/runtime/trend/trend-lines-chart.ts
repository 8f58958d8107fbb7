import { Component, computed, input, ViewEncapsulation } from '@angular/core';
import { LineChartModule } from '@swimlane/ngx-charts';
import { momentInWords } from '../../ui/moment.ts';
import { valueInWords } from '../runtime-view.ts';
import type { TrendView } from './trend-view.ts';

const colour = 'var(--mat-sys-primary)';
const withSeconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** The line itself; what it is worth now stands beside it as text, so a screen reader gets a picture with a name. */
@Component({
  selector: 'us-trend-lines-chart',
  imports: [LineChartModule],
  template: `
    <div class="trend-chart" role="img" [attr.aria-label]="trend().label">
      <ngx-charts-line-chart
        [results]="results()"
        [animations]="false"
        [xAxis]="true"
        [yAxis]="true"
        [autoScale]="true"
        [customColors]="coloured"
        [xScaleMin]="trend().fromAt"
        [xScaleMax]="trend().toAt"
        [xAxisTickFormatting]="tickLabel"
        [yAxisTickFormatting]="inWords"
        [rotateXAxisTicks]="false"
        [trimXAxisTicks]="false"
        [trimYAxisTicks]="false"
      >
        <ng-template #tooltipTemplate let-model="model">{{ tip(model) }}</ng-template>
        <ng-template #seriesTooltipTemplate let-model="model">{{ tip(model[0]) }}</ng-template>
      </ngx-charts-line-chart>
    </div>
  `,
  styleUrl: './trend-lines-chart.css',
  encapsulation: ViewEncapsulation.None,
})
export class TrendLinesChart {
  readonly trend = input.required<TrendView>();

  protected readonly coloured = () => colour;
  protected readonly tickLabel = (at: Date) => withSeconds.format(at);
  protected readonly inWords = (value: number) => valueInWords(value);
  protected readonly results = computed(() =>
    this.trend().lines.map((points, at) => ({
      name: `${this.trend().name} ${at + 1}`,
      series: points.map(({ at, value }) => ({ name: new Date(at), value })),
    })),
  );

  protected tip({ name, value }: { name: Date; value: number }): string {
    return `${valueInWords(value)} · ${momentInWords(new Date(name).getTime(), this.trend().toAt)}`;
  }
}
