import { NgComponentOutlet } from '@angular/common';
import { afterRenderEffect, Component, computed, DestroyRef, DOCUMENT, effect, inject, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, RouterLink } from '@angular/router';
import { map, scan, startWith, switchMap, tap } from 'rxjs';
import type { RuntimeAlarm } from '#contract/runtime-alarms';
import type { RuntimeTag } from '#contract/runtime-tags';
import { sessionFeature } from '../gateways/session-state.ts';
import { NOW, SCHEDULER } from '../gateways/time.ts';
import { selected } from '../gateways/watched.ts';
import { Icon } from '../ui/icon.ts';
import { AlarmList } from './alarm-list.ts';
import { alarmsToShow, alarmView } from './alarm-view.ts';
import { DraftsOfLast } from './drafts/drafts-of-last.ts';
import { Drafts } from './drafts/drafts.ts';
import { alarmKey, Operate, tagKey, type Asked } from './drafts/operate.ts';
import { LiveConnection } from './live/live-connection.ts';
import { heard, nothingHeard } from './live/live-state.ts';
import { isGone, isLive, servedView, tagView } from './runtime-view.ts';
import { Notices } from './switch/notices.ts';
import { PageSwitch } from './switch/page-switch.ts';
import { Typing } from './switch/typing.ts';
import { TagTile } from './tag-tile.ts';
import { loadTrendDrawing } from './trend/trend-drawing.ts';
import { trendView } from './trend/trend-view.ts';

/** A page of a project for an operator's wall. It follows the node that does the work. */
@Component({
  selector: 'us-runtime-page',
  imports: [AlarmList, Icon, NgComponentOutlet, RouterLink, TagTile],
  providers: [Drafts, LiveConnection, Notices, Operate, PageSwitch, Typing],
  templateUrl: './runtime-page.html',
  styleUrl: './runtime-page.css',
})
export class RuntimePage {
  private readonly now = inject(NOW);
  private readonly scheduler = inject(SCHEDULER);
  private readonly drafts = inject(Drafts);
  private readonly operate = inject(Operate);
  private readonly pageSwitch = inject(PageSwitch);
  private readonly session = selected(sessionFeature.selectSession);
  private readonly live = liveState();

  protected readonly notices = inject(Notices);
  protected readonly drawing = loadTrendDrawing();
  protected readonly page = computed(() => this.live().page);
  protected readonly gone = computed(() => isGone(this.live()));
  protected readonly aged = computed(() => !isLive(this.live(), this.now()));
  protected readonly served = computed(() => servedView(this.live(), this.now(), this.pageSwitch.outlook));
  protected readonly mayWrite = computed(() => this.session()?.role !== 'viewer');
  protected readonly tags = computed(() => (this.page()?.tags ?? []).map((tag) => this.viewOfTag(tag)));
  protected readonly alarms = computed(() =>
    alarmsToShow(this.page()?.alarms ?? []).map((alarm) => ({
      ...alarmView(alarm, this.live().clockOffsetMs, this.now()),
      draft: this.drafts.values()[alarmKey(alarm)] ?? null,
    })),
  );
  protected readonly quiet = computed(() => (this.page()?.alarms.length ?? 0) - this.alarms().length);
  protected readonly trends = computed(() => {
    const page = this.page();
    return page === null ? [] : page.trends.map((name) => trendView(name, page, this.live(), this.now()));
  });
  protected readonly trendsAreShort = computed(() => this.trends().some(({ whole }) => !whole));

  constructor() {
    this.keepDrafts();
    this.pageSwitch.start(() => this.live().served);
    this.whenShown(() => this.pageSwitch.goOn());
    effect(() => {
      const live = this.live();
      untracked(() => this.notices.hear(live));
    });
    effect(() => {
      for (const tag of this.page()?.tags ?? []) this.operate.see(tag);
    });
    const document = inject(DOCUMENT);
    effect(() => {
      const page = this.page();
      document.title = page === null ? 'Understudy' : `${page.title} · ${page.projectTitle}`;
    });
  }

  protected type({ name }: RuntimeTag, text: string): void {
    this.drafts.type(tagKey(name), text);
  }

  protected write(tag: RuntimeTag, text: string): void {
    void this.operate.write(tag, text, this.asked());
  }

  protected discard({ name }: RuntimeTag): void {
    this.drafts.drop(tagKey(name));
  }

  protected comment({ alarm, comment }: { alarm: RuntimeAlarm; comment: string }): void {
    this.drafts.type(alarmKey(alarm), comment);
  }

  protected acknowledge({ alarm, comment }: { alarm: RuntimeAlarm; comment: string }): void {
    void this.operate.acknowledge(alarm, comment, this.asked());
  }

  /** A page of a wall is open for longer than a sign-in lasts. */
  private keepDrafts(): void {
    const userName = this.session()?.userName;
    if (userName === undefined) return;
    const last = inject(DraftsOfLast);
    this.drafts.bringBack(last.takeFor(userName), 'the sign-in ended');
    inject(DestroyRef).onDestroy(() => last.leave(userName, this.drafts.values()));
  }

  /** Once the first page is drawn. */
  private whenShown(call: () => void): void {
    const shown = afterRenderEffect(() => {
      if (this.page() === null) return;
      shown.destroy();
      call();
    });
  }

  private asked(): Asked {
    const { served, clockOffsetMs } = this.live();
    return { node: served?.name ?? 'This gateway', at: this.scheduler.now() + clockOffsetMs };
  }

  private viewOfTag(tag: RuntimeTag) {
    const key = tagKey(tag.name);
    const [draft, confirmed] = [this.drafts.values()[key] ?? null, this.drafts.confirmed()[key] ?? null];
    return { ...tagView(tag, this.live(), this.now()), draft, confirmed };
  }
}

/** What was heard for the page in the address, from its first line on. In an injection context. */
function liveState() {
  const live = inject(LiveConnection);
  const pageSwitch = inject(PageSwitch);
  const params = inject(ActivatedRoute).paramMap.pipe(
    map((found) => ({ project: found.get('project') ?? '', page: found.get('page') ?? '' })),
  );
  const states = params.pipe(
    switchMap(({ project, page }) =>
      live.follow(project, page).pipe(
        tap(({ kind }) => kind === 'failed' && pageSwitch.askNow()),
        scan(heard, nothingHeard),
        startWith(nothingHeard),
      ),
    ),
  );
  return toSignal(states, { initialValue: nothingHeard });
}
