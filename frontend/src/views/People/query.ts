import { ChromeFragment, PortraitFragment, TurnsFragment } from '../../cms/fragments';
import { graphql, type ResultOf, type VariablesOf } from '../../cms/graphql';

export const PeopleDocument = graphql(
  `
    query People(
      $roles: [ContributionRole!]
      $search: String
      $first: Int
      $after: String
      $last: Int
      $before: String
    ) {
      ...Chrome
      people(
        where: { roles: $roles }
        search: $search
        first: $first
        after: $after
        last: $last
        before: $before
      ) {
        totalCount
        pageInfo {
          ...Turns
        }
        nodes {
          id
          path
          name
          nameNative
          sortName
          affiliation {
            name
          }
          photo {
            ...Portrait
          }
        }
      }
    }
  `,
  [ChromeFragment, PortraitFragment, TurnsFragment],
);

export type PersonRow = NonNullable<ResultOf<typeof PeopleDocument>['people']>['nodes'][number];
export type Role = NonNullable<VariablesOf<typeof PeopleDocument>['roles']>[number];
