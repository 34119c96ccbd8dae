package dev.reelay.trace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decodes a Protocol Buffers message without a schema: fields by their numbers. */
record ProtoMessage(Map<Integer, List<byte[]>> fields, Map<Integer, Long> numbers) {

    static ProtoMessage of(byte[] encoded) {
        ProtoMessage message = new ProtoMessage(new HashMap<>(), new HashMap<>());
        ByteBuffer bytes = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            int tag = (int) varint(bytes);
            int field = tag >>> 3;
            switch (tag & 7) {
                case 0 -> message.numbers.put(field, varint(bytes));
                case 1 -> message.numbers.put(field, bytes.getLong());
                case 2 -> {
                    byte[] value = new byte[(int) varint(bytes)];
                    bytes.get(value);
                    message.fields.computeIfAbsent(field, first -> new ArrayList<>()).add(value);
                }
                case 5 -> message.numbers.put(field, (long) bytes.getInt());
                default -> throw new IllegalArgumentException("wire type " + (tag & 7));
            }
        }
        return message;
    }

    List<byte[]> bytes(int field) {
        return fields.getOrDefault(field, List.of());
    }

    List<ProtoMessage> messages(int field) {
        return bytes(field).stream().map(ProtoMessage::of).toList();
    }

    private static long varint(ByteBuffer bytes) {
        long value = 0;
        for (int shift = 0;; shift += 7) {
            byte next = bytes.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
