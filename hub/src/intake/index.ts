export { createReception, type Reception, type ReceptionJob, type ReceptionParts } from './createReception';
export { Intake, type IntakeOutcome, type IntakeParts } from './intake';
export { genericHmacProfile, intakeProfiles } from './profiles';
export { IntakeRefusals } from './refusals';
export { INTAKE_LIMITS, intakeRoutes } from './routes';
