import { inject, Injectable } from '@angular/core';
import type { Observable } from 'rxjs';
import { charts, type ChartQuery, type Charts } from '#contract/charts';
import type { Answer } from './failure.ts';
import { GatewayClient } from './gateway-client.ts';

/** What a node measured over time. */
@Injectable({ providedIn: 'root' })
export class ChartsApi {
  private readonly client = inject(GatewayClient);

  /** By the clock of the node, in whole ms. */
  read(nodeId: string, { from, to }: ChartQuery): Observable<Answer<Charts>> {
    const query = new URLSearchParams();
    if (from !== undefined) query.set('from', `${from}`);
    if (to !== undefined) query.set('to', `${to}`);
    return this.client.ask(nodeId, { path: `/data/api/v1/redundancy/charts?${query}`, answer: charts });
  }
}
