import { createEnvironmentInjector, RendererFactory2, type EnvironmentInjector, type Type } from '@angular/core';
import { CacheChartLines } from './cache-chart-lines.ts';
import { ChartRendererFactory } from '../../../ui/chart-renderer.ts';

/** What draws the lines, and what has to surround it. */
export interface Drawing {
  component: Type<CacheChartLines>;
  surroundings: EnvironmentInjector;
}

export function makeDrawing(parent: EnvironmentInjector): Drawing {
  const renderers = new ChartRendererFactory(parent.get(RendererFactory2));
  const surroundings = createEnvironmentInjector([{ provide: RendererFactory2, useValue: renderers }], parent);
  return { component: CacheChartLines, surroundings };
}
