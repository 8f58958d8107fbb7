import {
  createEnvironmentInjector,
  DestroyRef,
  EnvironmentInjector,
  inject,
  PendingTasks,
  RendererFactory2,
  signal,
  type Signal,
  type Type,
} from '@angular/core';
import { ChartRendererFactory } from '../../ui/chart-renderer.ts';
import type { TrendLinesChart } from './trend-lines-chart.ts';

/** What draws a trend, and what has to surround it. */
export interface TrendDrawing {
  component: Type<TrendLinesChart>;
  surroundings: EnvironmentInjector;
}

/** The library of charts, which is large; `null` until it is loaded. In an injection context. */
export function loadTrendDrawing(): Signal<TrendDrawing | null> {
  const parent = inject(EnvironmentInjector);
  const destroyed = inject(DestroyRef);
  const drawing = signal<TrendDrawing | null>(null);
  const loaded = inject(PendingTasks).add();
  import('./trend-lines-chart.ts')
    .then(({ TrendLinesChart: component }) => {
      if (destroyed.destroyed) return;
      const renderers = new ChartRendererFactory(parent.get(RendererFactory2));
      const surroundings = createEnvironmentInjector([{ provide: RendererFactory2, useValue: renderers }], parent);
      destroyed.onDestroy(() => surroundings.destroy());
      drawing.set({ component, surroundings });
    })
    // The values stand above.
    .catch(() => undefined)
    .finally(loaded);
  return drawing.asReadonly();
}
