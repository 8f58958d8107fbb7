import { DestroyRef, EnvironmentInjector, inject, PendingTasks, signal, type Signal } from '@angular/core';
import type { Drawing } from './cache-chart-drawing.ts';

/** The library of charts, which is large: loaded when the page is open; `null` until then. In an injection context. */
export function loadDrawing(): Signal<Drawing | null> {
  const parent = inject(EnvironmentInjector);
  const destroyed = inject(DestroyRef);
  const drawing = signal<Drawing | null>(null);
  const loaded = inject(PendingTasks).add();
  import('./cache-chart-drawing.ts')
    .then(({ makeDrawing }) => {
      if (destroyed.destroyed) return;
      const made = makeDrawing(parent);
      destroyed.onDestroy(() => made.surroundings.destroy());
      drawing.set(made);
    })
    // The sentence says what the chart would show.
    .catch(() => undefined)
    .finally(loaded);
  return drawing.asReadonly();
}
