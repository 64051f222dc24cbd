import { POD_TEMPLATE_HASH_LABEL } from '../api/rollouts/names.ts';
import { maxTrafficWeight } from '../api/rollouts/defaults.ts';
import { ROLLOUT } from '../api/resources.ts';
import type { ApiServer, Change } from '../api/server.ts';
import type { Rollout } from '../api/shape/rollout.ts';
import type { RouterRules } from '../routers/definition.ts';
import { ROUTERS, routersOf } from '../routers/table.ts';
import { refOf } from '../timeline/object-ref.ts';
import type { Recorder } from './recorder.ts';

const ROUTER_KINDS: ReadonlySet<string> = new Set(ROUTERS.flatMap(({ kinds }) => kinds.map(({ kind }) => kind)));

const PLAIN_REQUEST = { method: 'GET', path: '/', headers: {} };

/** Below this share two weights are the same to whoever reads them. */
const NOTICEABLE = 0.005;

/** Notices when somebody else than the controller changes the weights of a router's object: the Rollout goes on reporting its own. */
export class RouteWatch {
  readonly #api: ApiServer;
  readonly #recorder: Recorder;
  readonly #told = new Map<string, string>();
  #isTouched = false;

  constructor(api: ApiServer, recorder: Recorder) {
    this.#api = api;
    this.#recorder = recorder;
    api.onChange((change) => this.#notice(change));
  }

  #notice({ resource, before }: Change): void {
    if (before !== undefined && ROUTER_KINDS.has(resource.kind) && this.#recorder.actor !== 'rollouts') {
      this.#isTouched = true;
    }
  }

  endOfInstant(): void {
    if (!this.#isTouched) return;
    this.#isTouched = false;
    for (const rollout of this.#api.list(ROLLOUT)) this.#check(rollout);
  }

  #check(rollout: Rollout): void {
    const reported = rollout.status.canary.weights?.canary.weight;
    const [router] = routersOf(rollout);
    const rules = router?.read(this.#api, rollout);
    const share = rules === undefined ? undefined : canaryShare(rules, rollout);
    const { uid = '' } = rollout.metadata;
    const given = reported === undefined ? undefined : reported / maxTrafficWeight(rollout);
    if (rules === undefined || share === undefined || given === undefined || Math.abs(share - given) < NOTICEABLE) {
      this.#told.delete(uid);
      return;
    }
    const text =
      `${rules.object} sends ${percent(share)} of the requests to the canary, and the Rollout reports ${percent(given)}: ` +
      'somebody else wrote its weights, and the controller sets them again only when it works on the Rollout';
    if (this.#told.get(uid) === text) return;
    this.#told.set(uid, text);
    this.#recorder.finding({ id: 'note', text, object: refOf(ROLLOUT, rollout) });
  }
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** The canary's part of the rule that takes requests without headers; undefined if no rule tells the two versions apart. */
function canaryShare({ rules }: RouterRules, { spec, status }: Rollout): number | undefined {
  const destinations = rules.find(({ matches }) => matches(PLAIN_REQUEST))?.destinations ?? [];
  const total = destinations.reduce((sum, { weight }) => sum + weight, 0);
  const { canaryService, stableService } = spec.strategy.canary ?? {};
  const isCanary = ({ target: { service, labels } }: (typeof destinations)[number]): boolean =>
    labels === undefined
      ? service === canaryService && service !== stableService
      : labels[POD_TEMPLATE_HASH_LABEL] === status.currentPodHash;
  if (total === 0 || status.currentPodHash === status.stableRS || destinations.length < 2) return undefined;
  return destinations.filter(isCanary).reduce((sum, { weight }) => sum + weight, 0) / total;
}
