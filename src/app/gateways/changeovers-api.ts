import { inject, Injectable } from '@angular/core';
import type { Observable } from 'rxjs';
import { changeovers, type ChangeoverQuery, type Changeovers } from '#contract/changeovers';
import type { Answer } from './failure.ts';
import { GatewayClient } from './gateway-client.ts';

/** Each change of who is active; both nodes know of all. */
@Injectable({ providedIn: 'root' })
export class ChangeoversApi {
  private readonly client = inject(GatewayClient);

  /** Newest first. */
  list(nodeId: string, { limit }: Pick<ChangeoverQuery, 'limit'>): Observable<Answer<Changeovers>> {
    const path = `/data/api/v1/redundancy/changeovers?limit=${limit}`;
    return this.client.ask(nodeId, { path, answer: changeovers });
  }
}
