import { Component, computed, input, ViewEncapsulation } from '@angular/core';
import { LineChartModule } from '@swimlane/ngx-charts';
import { momentInWords } from '../../../ui/moment.ts';
import type { ChartDrawing, DrawnCharts } from './cache-chart-view.ts';

const colour = 'var(--mat-sys-primary)';
const dayMs = 86_400_000;
const timeOnly = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const withSeconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayOnly = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** The lines themselves. Said in words beside them, so a screen reader gets a picture with a name. */
@Component({
  selector: 'us-cache-chart-lines',
  imports: [LineChartModule],
  template: `
    @for (chart of charts(); track chart.label) {
      <figure>
        <figcaption>{{ chart.label }}</figcaption>
        <div class="chart" role="img" [attr.aria-label]="chart.name">
          <ngx-charts-line-chart
            [results]="chart.results"
            [animations]="false"
            [xAxis]="true"
            [yAxis]="true"
            [customColors]="coloured"
            [xScaleMin]="drawn().fromAt"
            [xScaleMax]="drawn().toAt"
            [yScaleMax]="chart.top"
            [yAxisTicks]="chart.ticks"
            [xAxisTickFormatting]="tickLabel()"
            [yAxisTickFormatting]="chart.format"
            [rotateXAxisTicks]="false"
            [trimXAxisTicks]="false"
            [trimYAxisTicks]="false"
          >
            <ng-template #tooltipTemplate let-model="model">{{ chart.tip(model) }}</ng-template>
            <ng-template #seriesTooltipTemplate let-model="model">{{ chart.tip(model[0]) }}</ng-template>
          </ngx-charts-line-chart>
        </div>
      </figure>
    }
  `,
  styleUrl: './cache-chart-lines.css',
  encapsulation: ViewEncapsulation.None,
})
export class CacheChartLines {
  readonly drawn = input.required<DrawnCharts>();
  /** The charts in a sentence. */
  readonly summary = input.required<string>();

  protected readonly coloured = () => colour;
  protected readonly charts = computed(() => this.drawn().charts.map((chart) => this.chartOf(chart)));
  protected readonly tickLabel = computed(() => {
    const { fromAt, toAt } = this.drawn();
    const short = toAt - fromAt < 10 * 60_000 ? withSeconds : timeOnly;
    const format = toAt - fromAt > 2 * dayMs ? dayOnly : short;
    return (at: Date) => format.format(at);
  });

  private chartOf({ label, format, most, segments }: ChartDrawing) {
    const top = Math.max(1, most);
    return {
      label,
      name: `${label}. ${this.summary()}`,
      format,
      top,
      ticks: [...new Set([0, Math.round(top / 2), top])],
      tip: ({ name, value }: { name: Date; value: number }) =>
        `${format(value)} · ${momentInWords(new Date(name).getTime(), this.drawn().toAt)}`,
      results: segments.map(({ name, points }) => ({
        name,
        series: points.map(({ at, value }) => ({ name: new Date(at), value })),
      })),
    };
  }
}
