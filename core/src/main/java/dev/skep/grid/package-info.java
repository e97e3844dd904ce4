/// Maps as pictures: values that are tables of numbers, row by row.
///
/// In: a map whose types say that its values are grids, and the bytes of a value. Out: a
/// [dev.skep.grid.Grid], the number of each cell by row and column, and back. Read
/// [dev.skep.grid.GridLayout] first: it says how a map is declared to be a grid.
package dev.skep.grid;
