import { inject, Injectable } from '@angular/core';
import type { Observable } from 'rxjs';
import { redundancyEvents, type RedundancyEvents } from '#contract/redundancy-events';
import type { Answer } from './failure.ts';
import { GatewayClient } from './gateway-client.ts';

/** What a node wrote down about the pair. */
@Injectable({ providedIn: 'root' })
export class EventsApi {
  private readonly client = inject(GatewayClient);

  /** The newest events, newest first; with a cursor what is newer, oldest first. */
  list(nodeId: string, after: number | null): Observable<Answer<RedundancyEvents>> {
    const path = `/data/api/v1/redundancy/events${after === null ? '' : `?after=${after}`}`;
    return this.client.ask(nodeId, { path, answer: redundancyEvents });
  }
}
