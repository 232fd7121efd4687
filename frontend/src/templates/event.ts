/** What all pages and all events are asked for. */

import {
  BodyFragment,
  ContributorFragment,
  DateFragment,
  FeedFragment,
  SessionFragment,
  SizesFragment,
  SpanFragment,
  TimeFragment,
} from '../cms/fragments';
import { graphql } from '../cms/graphql';

/** What the head of every page needs. */
export const PageFragment = graphql(`
  fragment PageHead on ContentPage {
    __typename
    id
    title
    path
    url
    locale
    updatedAt
    seo {
      title
      description
      canonicalUrl
      isNoIndex
      jsonLd
      image {
        url
      }
    }
    breadcrumbs {
      title
      path
    }
    translations {
      locale
      path
    }
  }
`);

/** What all events share. */
export const EventFragment = graphql(
  `
    fragment EventParts on Event {
      shortTitle
      summary
      status
      statusMessage
      phase
      attendanceMode
      languages
      when {
        ...Span
      }
      venue {
        name
        address
        city
        countryCode
      }
      heroImage {
        alt
        focalPoint {
          x
          y
        }
        responsive(preset: HERO) {
          ...Sizes
        }
      }
      partOfTitle
      partOfUrl
      partOf {
        title
        path
      }
      topics {
        id
        name
        slug
      }
      identifiers {
        scheme
        value
      }
      links {
        kind
        label
        url
        note
        availability
      }
      contributors {
        ...PersonInRole
      }
      importantDates {
        ...DateOfEvent
      }
      dateChanges {
        kind
        label
        announcedAt
        reason
        old {
          ...Time
        }
        new {
          ...Time
        }
      }
      sessions {
        ...ProgrammeItem
      }
      body {
        ...Body
      }
      feed {
        ...FeedLinks
      }
    }
  `,
  [
    SpanFragment,
    TimeFragment,
    SizesFragment,
    ContributorFragment,
    DateFragment,
    SessionFragment,
    BodyFragment,
    FeedFragment,
  ],
);
