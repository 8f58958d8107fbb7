import { inject, Injectable } from '@angular/core';
import type { Observable } from 'rxjs';
import { redundancyEvents, type EventQuery, type RedundancyEvents } from '#contract/redundancy-events';
import type { Answer } from './failure.ts';
import { GatewayClient } from './gateway-client.ts';

/** What a node wrote down about the pair. */
@Injectable({ providedIn: 'root' })
export class EventsApi {
  private readonly client = inject(GatewayClient);

  /** Newest first; with `after` what is newer, oldest first. */
  list(nodeId: string, query: Partial<EventQuery>): Observable<Answer<RedundancyEvents>> {
    const given = Object.entries(query).map(([name, value]) => [name, String(value)]);
    const text = given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
    return this.client.ask(nodeId, { path: `/data/api/v1/redundancy/events${text}`, answer: redundancyEvents });
  }
}
