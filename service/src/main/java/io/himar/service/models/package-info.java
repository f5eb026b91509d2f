/** The model repository of those services that have to know the models. */
package io.himar.service.models;
