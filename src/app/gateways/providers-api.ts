import { inject, Injectable } from '@angular/core';
import type { Observable } from 'rxjs';
import { providers, type Providers } from '#contract/providers';
import type { Answer } from './failure.ts';
import { GatewayClient } from './gateway-client.ts';

/** What a node sends to the other one and takes from it. */
@Injectable({ providedIn: 'root' })
export class ProvidersApi {
  private readonly client = inject(GatewayClient);

  list(nodeId: string): Observable<Answer<Providers>> {
    return this.client.ask(nodeId, { path: '/data/api/v1/redundancy/providers', answer: providers });
  }
}
