package io.himar.standalone.command;

import io.himar.model.onnx.Precision;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Precisions by their names in small letters. */
final class PrecisionConverter implements ITypeConverter<Precision> {

    @Override
    public Precision convert(String name) {
        try {
            return Precision.of(name);
        } catch (IllegalArgumentException unknown) {
            throw new TypeConversionException(unknown.getMessage());
        }
    }
}
