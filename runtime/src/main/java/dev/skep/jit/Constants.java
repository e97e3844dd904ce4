package dev.skep.jit;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Constants of the generated class: numbers, and objects that it is given as its class data, which
/// HotSpot treats as constants like any other.
final class Constants {
    /// A class has room for 65,535 entries, of which a `long` takes two. Numbers beyond these are
    /// put together by instructions.
    private static final int MOST_NUMBERS = 24_000;

    private static final int HALF = 16;

    private final List<Object> objects = new ArrayList<>();
    private final Set<Number> numbers = new HashSet<>();

    /// What the class is defined with.
    List<Object> objects() {
        return List.copyOf(objects);
    }

    /// Pushes an object.
    void push(CodeBuilder code, Class<?> type, Object object) {
        int index = indexOf(object);
        if (index == objects.size()) {
            objects.add(object);
        }
        ClassDesc desc = type.describeConstable().orElseThrow();
        code.ldc(
                DynamicConstantDesc.ofNamed(
                        ConstantDescs.BSM_CLASS_DATA_AT, ConstantDescs.DEFAULT_NAME, desc, index));
    }

    private int indexOf(Object object) {
        for (int i = 0; i < objects.size(); i++) {
            if (objects.get(i) == object) {
                return i;
            }
        }
        return objects.size();
    }

    /// Pushes an `int`.
    void push(CodeBuilder code, int value) {
        if (value == (short) value || hasRoom(value)) {
            code.loadConstant(value);
        } else {
            short low = (short) value;
            code.sipush((short) (value - low >> HALF)).bipush(HALF).ishl().sipush(low).iadd();
        }
    }

    /// Pushes a `long`.
    void push(CodeBuilder code, long value) {
        if (value == 0 || value == 1) {
            code.loadConstant(value);
        } else if (value == (short) value) {
            code.loadConstant((int) value).i2l();
        } else if (hasRoom(value)) {
            code.loadConstant(value);
        } else {
            int low = (int) value;
            push(code, (int) (value - low >> Integer.SIZE));
            code.i2l().bipush(Integer.SIZE).lshl();
            push(code, low);
            code.i2l().ladd();
        }
    }

    private boolean hasRoom(Number value) {
        return numbers.contains(value) || numbers.size() < MOST_NUMBERS && numbers.add(value);
    }
}
