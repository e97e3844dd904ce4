/// Grids as pictures: characters for terminals, SVG and PNG for everything else.
///
/// In: a [dev.skep.grid.Grid]. Out: lines of text, or a file of one picture or of many that follow
/// each other. Read [dev.skep.cli.picture.TextPicture] and [dev.skep.cli.picture.PictureFile]
/// first; [dev.skep.cli.picture.Shades] says which colour a number has.
package dev.skep.cli.picture;
