import { APP_GUARD } from '@nestjs/core';
import { Handover } from './delivery/handover.js';
import { HoldRepository } from './delivery/hold.repository.js';
import { ReleaseHeldMailHandler } from './delivery/release-held-mail.handler.js';
import { BounceClock } from './bounces/bounce.clock.js';
import { BounceReader } from './bounces/bounce-reader.js';
import { MailboxReadRepository } from './bounces/mailbox-read.repository.js';
import { ReadBouncesHandler } from './bounces/read-bounces.handler.js';
import { EndpointController } from './events/endpoint.controller.js';
import { EndpointRepository } from './events/endpoint.repository.js';
import { EndpointService } from './events/endpoint.service.js';
import { EventController } from './events/event.controller.js';
import { EventRepository } from './events/event.repository.js';
import { EventService } from './events/event.service.js';
import { Proofs } from './events/signatures/proofs.service.js';
import { Sns } from './events/signatures/sns.js';
import { IdentityController } from './identities/identity.controller.js';
import { IdentityLinkController } from './identities/identity-link.controller.js';
import { IdentityLinks } from './identities/identity-links.js';
import { IdentityRepository } from './identities/identity.repository.js';
import { IdentityService } from './identities/identity.service.js';
import { Senders } from './identities/senders.js';
import { SendingDomainService } from './identities/sending-domain.service.js';
import { VerificationService } from './identities/verification.service.js';
import { AllowanceRepository } from './limits/allowance.repository.js';
import { Allowances } from './limits/allowances.js';
import { PreferenceController } from './preferences/preference.controller.js';
import { PreferenceRepository } from './preferences/preference.repository.js';
import { PreferenceService } from './preferences/preference.service.js';
import { TopicController } from './preferences/topic.controller.js';
import { TopicRepository } from './preferences/topic.repository.js';
import { TopicService } from './preferences/topic.service.js';
import { RouteBook } from './routing/route-book.js';
import { RouteController } from './routing/route.controller.js';
import { RouteRepository } from './routing/route.repository.js';
import { RouteService } from './routing/route.service.js';
import { TransportController } from './routing/transport.controller.js';
import { TransportRepository } from './routing/transport.repository.js';
import { TransportService } from './routing/transport.service.js';
import { WayChanges } from './routing/way-changes.js';
import { TrackingPolicyController } from './privacy/tracking-policy.controller.js';
import { TrackingPolicyRepository } from './privacy/tracking-policy.repository.js';
import { TrackingPolicies } from './privacy/tracking-policy.service.js';
import { TrackingHostGuard } from './tracking-hosts/tracking-host.guard.js';
import { TrackingHostRepository } from './tracking-hosts/tracking-host.repository.js';
import { TrackingHosts } from './tracking-hosts/tracking-hosts.js';
import { ViewController } from './views/view.controller.js';
import { ViewRepository } from './views/view.repository.js';
import { MailViews } from './views/view.service.js';
import { SuppressionFileController } from './suppressions/suppression-file.controller.js';
import { SuppressionFiles } from './suppressions/suppression-files.js';

/** By which ways and as whom mail leaves, and what comes back. */
export const SENDING = [
  TransportRepository,
  TransportService,
  RouteRepository,
  RouteService,
  RouteBook,
  WayChanges,
  AllowanceRepository,
  Allowances,
  IdentityRepository,
  IdentityService,
  IdentityLinks,
  VerificationService,
  SendingDomainService,
  Senders,
  HoldRepository,
  ReleaseHeldMailHandler,
  Handover,
  EndpointRepository,
  EndpointService,
  EventRepository,
  EventService,
  MailboxReadRepository,
  BounceReader,
  ReadBouncesHandler,
  BounceClock,
  Proofs,
  Sns,
  SuppressionFiles,
  TopicRepository,
  TopicService,
  PreferenceRepository,
  PreferenceService,
  TrackingHostRepository,
  TrackingHosts,
  { provide: APP_GUARD, useClass: TrackingHostGuard },
  TrackingPolicyRepository,
  TrackingPolicies,
  ViewRepository,
  MailViews,
];

export const SENDING_CONTROLLERS = [
  TransportController,
  RouteController,
  IdentityController,
  IdentityLinkController,
  EndpointController,
  EventController,
  SuppressionFileController,
  TopicController,
  PreferenceController,
  ViewController,
  TrackingPolicyController,
];
