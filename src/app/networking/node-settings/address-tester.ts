import { signal, type DestroyRef } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { map, of, type Observable } from 'rxjs';
import type { Heartbeat } from '#contract/heartbeat';
import { testedOrigin, type TestAddress } from '#contract/test-address';
import type { AddressTestApi } from '../../gateways/address-test-api.ts';
import { failureSentence } from '../../gateways/failure-sentences.ts';
import { isLocal, isMixed, type AddressTest, type Seen } from './address-test.ts';

/** The pair around the address, at the moment of the test. */
export interface TestScene {
  nodes: readonly { nodeId: string; name: string }[];
  pairId: string | null;
  scheme: TestAddress['scheme'];
  now: number;
}

const notLetThrough: Seen = {
  found: 'notAsked',
  why: 'Browsers do not let a page that came with https ask an address with http.',
};

/** Tests of public addresses: the last one for each node. */
export class AddressTester {
  readonly #api: AddressTestApi;
  readonly #destroyed: DestroyRef;
  readonly #tests = signal<Readonly<Record<string, AddressTest>>>({});

  constructor(api: AddressTestApi, destroyed: DestroyRef) {
    this.#api = api;
    this.#destroyed = destroyed;
  }

  testOf(nodeId: string): AddressTest | null {
    return this.#tests()[nodeId] ?? null;
  }

  /** From this browser and both gateways at once; what each saw is shown as it comes. */
  start(nodeId: string, address: string, { nodes, pairId, scheme, now }: TestScene): void {
    const body = { address, scheme };
    const origin = testedOrigin(body);
    if (origin === null) return;
    const views = [
      { nodeId: null, name: 'This browser', seen: null },
      ...nodes.map((node) => ({ nodeId: node.nodeId, name: node.name, seen: null })),
    ];
    const test: AddressTest = { address, origin, startedAt: now, views };
    this.#tests.update((tests) => ({ ...tests, [nodeId]: test }));
    const isOurs = (beat: Heartbeat) =>
      nodes.some((node) => node.nodeId === beat.nodeId) && (pairId === null || pairId === beat.pairId);
    const mayAsk = isLocal(origin) || !isMixed(origin, scheme);
    this.#show(nodeId, null, mayAsk ? this.#api.fromBrowser(origin, isOurs) : of(notLetThrough));
    for (const node of nodes) this.#show(nodeId, node.nodeId, this.#fromNode(node, body));
  }

  #fromNode({ nodeId, name }: { nodeId: string; name: string }, body: TestAddress): Observable<Seen> {
    return this.#api
      .fromNode(nodeId, body)
      .pipe(
        map((answer) => (answer.ok ? answer.value : { found: 'notAsked', why: failureSentence(answer.failure, name) })),
      );
  }

  /** An answer to a test that was followed by another one is too late. */
  #show(nodeId: string, from: string | null, answers: Observable<Seen>): void {
    const startedAt = this.testOf(nodeId);
    answers.pipe(takeUntilDestroyed(this.#destroyed)).subscribe((seen) =>
      this.#tests.update((tests) => {
        const test = tests[nodeId];
        if (test === undefined || test.origin !== startedAt?.origin || test.startedAt !== startedAt.startedAt)
          return tests;
        const views = test.views.map((view) => (view.nodeId === from ? { ...view, seen } : view));
        return { ...tests, [nodeId]: { ...test, views } };
      }),
    );
  }
}
