/**
 * What the services are told: one record for each thing that several of them use, with its names, its checks and its
 * defaults. A setting that only one service has is a record in that service. Every property can also be given as an
 * environment variable: {@code himar.database.url} is {@code HIMAR_DATABASE_URL}.
 */
package io.himar.service.settings;
