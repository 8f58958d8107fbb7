import fastifyCookie from '@fastify/cookie';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import type { GatewayInfo } from '#contract/gateway-info';
import type { KeptBackupsDirectory } from '../config/resources/kept-backups.ts';
import { resourceType } from '#contract/resources';
import * as z from 'zod/mini';
import type { Resources } from '../config/resources/resources.ts';
import { GatewayError } from '../errors.ts';
import type { Logger } from '../logging/logger.ts';
import { AddressTests } from '../networking/address-tests.ts';
import type { Redundancy } from '../redundancy/redundancy.ts';
import type { LivePages } from '../runtime/live/live-pages.ts';
import type { Plant } from '../runtime/plant.ts';
import type { Authentication } from '../security/authentication.ts';
import type { SignIn } from '../security/sign-in.ts';
import { checkAccess } from './access.ts';
import { backupRoutes } from './backup-routes.ts';
import { gatewayInfoRoutes } from './gateway-info-routes.ts';
import { auditChanges, type AuditHookParts, rememberBefore } from './audit-hook.ts';
import { auditRoutes, type AuditSource } from './audit-routes.ts';
import { type ChangeoverSource, changeoverRoutes } from './changeover-routes.ts';
import { chartRoutes, type ChartSource } from './chart-routes.ts';
import { checkHost } from './host-check.ts';
import { readJsonBodies } from './json-body.ts';
import { type LogLineSource, type LoggerLevels, logRoutes } from './log-routes.ts';
import { metricsRoute } from './metrics-route.ts';
import { moduleRoutes, type ModuleSource } from './module-routes.ts';
import { type NodeSettingsSource, nodeSettingsRoutes } from './node-settings-routes.ts';
import { describeApi, openapiRoutes } from './openapi-routes.ts';
import { gatewayErrorOf, longestName, nameTooLong, sendProblem } from './problems.ts';
import { type ReceiptSource, receiptRoutes } from './receipt-routes.ts';
import { type EventSource, redundancyListRoutes } from './redundancy-list-routes.ts';
import { redundancyPinnedRoutes } from './redundancy-pinned-routes.ts';
import { redundancyRoutes } from './redundancy-routes.ts';
import { RefusalLimit, logRequest } from './request-log.ts';
import { resourceRoutes } from './resource-routes.ts';
import { RouteList } from './route-list.ts';
import { runtimeLiveRoutes } from './runtime-live-routes.ts';
import { runtimeRoutes } from './runtime-routes.ts';
import { runtimeNodesRoutes } from './runtime-nodes-routes.ts';
import { allowOtherConsole, sendSecurityHeaders } from './security-headers.ts';
import { SessionCookie } from './session-cookie.ts';
import { sessionRoutes } from './session-routes.ts';
import { asksForPage, sendIndex, staticConsole } from './static-console.ts';
import { systemRoutes } from './system-routes.ts';
import { testAddressRoutes } from './test-address-routes.ts';
import {
  type GatewayApp,
  type ZodTypeProvider,
  refuseUnknownQueries,
  serializerCompiler,
  validatorCompiler,
} from './zod-provider.ts';

/** What the HTTP application serves, and what it asks. */
export interface AppParts {
  nodeId: string;
  info: () => GatewayInfo;
  redundancy: Redundancy;
  events: EventSource;
  changeovers: ChangeoverSource;
  audit: AuditSource & Pick<AuditHookParts, 'add'>;
  receipts: ReceiptSource;
  charts: ChartSource;
  resources: Resources;
  /** Configurations that were replaced. */
  backups: Pick<KeptBackupsDirectory, 'list' | 'read'>;
  plant: Plant;
  livePages: LivePages;
  modules: ModuleSource;
  nodeSettings: NodeSettingsSource;
  logLines: LogLineSource;
  loggerLevels: LoggerLevels;
  signIn: SignIn;
  authentication: Authentication;
  /** Where requests are logged. */
  logger: Logger;
  now: () => number;
  /** Names and addresses that are this gateway's, besides localhost and plain addresses; with or without port. */
  ownNames: () => readonly string[];
  /** Origins of the other node's console: `http://host:port`. */
  peerOrigins: () => readonly string[];
  /** Where the built console lies. */
  consoleDirectory: string;
}

/** Builds the application without listening anywhere. */
export async function buildApp(parts: AppParts): Promise<{ app: GatewayApp; routes: RouteList }> {
  const app: GatewayApp = Fastify({
    bodyLimit: 1_048_576,
    routerOptions: { maxParamLength: longestName },
    frameworkErrors: (error, _request, reply) => void sendProblem(reply, gatewayErrorOf(error)),
  }).withTypeProvider<ZodTypeProvider>();
  const routes = new RouteList();
  app.setValidatorCompiler(validatorCompiler).setSerializerCompiler(serializerCompiler);
  app.decorateRequest('principal', null).decorateRequest('isStillIn', () => false);
  app.decorateRequest('stateBefore', null).decorateReply('failure', null);
  readJsonBodies(app);
  answerFailures(app, routes, parts);
  const cookie = new SessionCookie(parts.nodeId, parts.now);
  await guard(app, parts, cookie);
  refuseUnknownQueries(app);
  await describeApi(app, parts.info().version);
  routes.watch(app);
  await addRoutes(app, parts, cookie);
  await app.ready();
  return { app, routes };
}

/** The order counts: whose name is it, what may a browser do, who asks. */
async function guard(app: GatewayApp, parts: AppParts, cookie: SessionCookie): Promise<void> {
  const { authentication, logger, now, ownNames, peerOrigins } = parts;
  app.addHook('onResponse', logRequest(logger, new RefusalLimit(now)));
  await sendSecurityHeaders(app);
  app.addHook('onRequest', checkHost(ownNames));
  await allowOtherConsole(app, { peerOrigins });
  await app.register(fastifyCookie);
  app.addHook('onRequest', checkAccess(authentication, cookie));
  const hook = auditHookParts(parts);
  app.addHook('preHandler', rememberBefore(hook));
  app.addHook('onSend', auditChanges(hook));
}

function auditHookParts({ audit, info, redundancy, resources, nodeSettings }: AppParts): AuditHookParts {
  const resource = ({ type, name = '' }: Record<string, string>) =>
    resources.get(z.parse(resourceType, type), name).value;
  return {
    add: (entry) => audit.add(entry),
    nodeName: () => info().name,
    before: {
      putResource: resource,
      deleteResource: resource,
      putRedundancyConfig: () => redundancy.config(),
      putNodeSettings: () => nodeSettings.view(),
    },
  };
}

async function addRoutes(app: GatewayApp, parts: AppParts, cookie: SessionCookie): Promise<void> {
  const { redundancy, info, signIn } = parts;
  redundancyRoutes(app, redundancy);
  redundancyListRoutes(app, redundancy, parts.events);
  changeoverRoutes(app, parts.changeovers);
  auditRoutes(app, parts.audit);
  receiptRoutes(app, parts.receipts);
  chartRoutes(app, parts.charts);
  redundancyPinnedRoutes(app, redundancy);
  resourceRoutes(app, parts.resources);
  backupRoutes(app, parts.backups);
  moduleRoutes(app, parts.modules);
  runtimeRoutes(app, parts.plant);
  runtimeLiveRoutes(app, parts);
  gatewayInfoRoutes(app, info);
  runtimeNodesRoutes(app, redundancy);
  nodeSettingsRoutes(app, parts.nodeSettings);
  testAddressRoutes(app, new AddressTests({ pair: () => redundancy.runtimeNodes('http'), now: parts.now }));
  logRoutes(app, parts.logLines, parts.loggerLevels);
  sessionRoutes(app, signIn, cookie);
  systemRoutes(app, redundancy, info, parts.now);
  metricsRoute(app, redundancy, parts.now);
  openapiRoutes(app);
  await staticConsole(app, parts.consoleDirectory);
}

function answerFailures(app: GatewayApp, routes: RouteList, { consoleDirectory }: AppParts): void {
  app.setErrorHandler((cause, request, reply) =>
    fail(reply, gatewayErrorOf(cause, request.routeOptions.bodyLimit), cause),
  );
  app.setNotFoundHandler((request, reply) => {
    const methods = routes.methodsOf(pathOf(request));
    // The address is known and takes the method: only a name in it did not fit.
    if (methods.includes(request.method)) return fail(reply, nameTooLong(), null);
    if (methods.length > 0) {
      void reply.header('allow', methods.join(', '));
      return fail(reply, new GatewayError('methodNotAllowed', { detail: `It takes ${methods.join(', ')}` }), null);
    }
    if (asksForPage(request)) return sendIndex(consoleDirectory, request, reply);
    return fail(reply, new GatewayError('notFound'), null);
  });
}

function fail(reply: FastifyReply, error: GatewayError, cause: unknown): FastifyReply {
  reply.failure = { error, cause };
  return sendProblem(reply, error);
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0] ?? '';
}
