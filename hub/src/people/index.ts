export * from './addUser';
export * from './password';
export * from './people';
export * from './person';
export * from './roles';
export * from './sessions';
