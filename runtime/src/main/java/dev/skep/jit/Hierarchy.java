package dev.skep.jit;

import java.lang.classfile.ClassHierarchyResolver;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;

/// Tells the class-file writer how types relate without loading any: the stack maps of generated
/// methods never join two different classes.
record Hierarchy(ClassDesc self) implements ClassHierarchyResolver {
    @Override
    public ClassHierarchyInfo getClassInfo(ClassDesc type) {
        return ClassHierarchyInfo.ofClass(
                type.equals(ConstantDescs.CD_Object) ? null : ConstantDescs.CD_Object);
    }
}
