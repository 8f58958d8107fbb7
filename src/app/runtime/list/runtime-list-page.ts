import { Component, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { RouterLink } from '@angular/router';
import { scan } from 'rxjs';
import { failureSentence } from '../../gateways/failure-sentences.ts';
import { heardNow, type Heard } from '../../gateways/poll-pair.ts';
import { poll } from '../../gateways/poll.ts';
import { SCHEDULER, VISIBLE } from '../../gateways/time.ts';
import { RuntimeApi } from '../runtime-api.ts';

const periodMs = 5000;

type Projects = { items: { name: string; title: string; pages: { name: string; title: string }[] }[] };

/** What operators can open. */
@Component({
  selector: 'us-runtime-list-page',
  imports: [RouterLink],
  templateUrl: './runtime-list-page.html',
  styleUrl: './runtime-list-page.css',
})
export class RuntimeListPage {
  protected readonly heard = listen();
  protected readonly sentence = failureSentence;
}

function listen() {
  const api = inject(RuntimeApi);
  const answers = poll(() => api.projects(), { periodMs, visible: inject(VISIBLE), scheduler: inject(SCHEDULER) });
  const nothing: Heard<Projects> = { value: null, receivedAt: null, failure: null };
  return toSignal(answers.pipe(scan((last, answer) => heardNow(last, answer), nothing)), {
    initialValue: nothing,
  });
}
