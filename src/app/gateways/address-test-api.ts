import { inject, Injectable } from '@angular/core';
import { map, type Observable } from 'rxjs';
import { heartbeat, type Heartbeat } from '#contract/heartbeat';
import { testedAddress, type TestAddress, type TestedAddress } from '#contract/test-address';
import type { Answer } from './failure.ts';
import { GatewayClient } from './gateway-client.ts';

const path = '/data/api/v1/networking/test-address';
/** Longer than a gateway waits for the address itself, ms. */
const timeoutMs = 6000;

/** Who answers at a public address. */
@Injectable({ providedIn: 'root' })
export class AddressTestApi {
  private readonly client = inject(GatewayClient);

  /** As a gateway sees it. */
  fromNode(nodeId: string, body: TestAddress): Observable<Answer<TestedAddress>> {
    return this.client.ask(nodeId, { method: 'POST', path, body, answer: testedAddress, timeoutMs });
  }

  /** As this browser sees it. `isOurs`: whether it is a node of the pair. */
  fromBrowser(origin: string, isOurs: (beat: Heartbeat) => boolean): Observable<TestedAddress> {
    const asked = this.client.askStranger(origin, { path: '/system/heartbeat', answer: heartbeat });
    return asked.pipe(
      map((answer): TestedAddress => {
        if (!answer.ok) {
          const isSilent = answer.failure.kind === 'noAnswer' || answer.failure.kind === 'timeout';
          return { found: isSilent ? 'noAnswer' : 'somethingElse' };
        }
        const { nodeId, runningState } = answer.value;
        return isOurs(answer.value) ? { found: 'node', nodeId, runningState } : { found: 'stranger' };
      }),
    );
  }
}
